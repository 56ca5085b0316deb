package flathead.signaling.wish;

import java.util.ArrayList;
import java.util.List;

/**
 * A response; immutable.
 *
 * @param status of HTTP
 * @param headers beside those of the body; a name may come more than once
 * @param type of the body; null if there is none
 * @param body empty if there is none
 */
record WishResponse(int status, List<Header> headers, String type, String body) {
    static final int OK = 200;
    static final int CREATED = 201;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int NOT_ACCEPTABLE = 406;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int CONTENT_TOO_LARGE = 413;
    static final int UNSUPPORTED_MEDIA_TYPE = 415;
    static final int UNPROCESSABLE_CONTENT = 422;
    static final int PRECONDITION_REQUIRED = 428;
    static final int TOO_MANY_REQUESTS = 429;
    static final int INTERNAL_SERVER_ERROR = 500;
    static final int SERVICE_UNAVAILABLE = 503;
    static final int GATEWAY_TIMEOUT = 504;

    /** One header. */
    record Header(String name, String value) {
    }

    /** With a body of this type. */
    static WishResponse of(int status, String type, String body) {
        return new WishResponse(status, List.of(), type, body);
    }

    /** Without a body. */
    static WishResponse empty(int status) {
        return new WishResponse(status, List.of(), null, "");
    }

    /** One line for a person. */
    static WishResponse refusal(int status, String why) {
        return of(status, "text/plain;charset=utf-8", why + "\n");
    }

    /** With one header more. */
    WishResponse with(String name, Object value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value.toString()));
        return new WishResponse(status, List.copyOf(more), type, body);
    }
}

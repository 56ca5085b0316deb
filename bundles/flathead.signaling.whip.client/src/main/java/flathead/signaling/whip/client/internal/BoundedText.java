package flathead.signaling.whip.client.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body as text, if it is no longer than an answer may be. */
final class BoundedText implements BodySubscriber<String> {
    /** The longest body, in bytes. */
    static final int LONGEST = 200_000;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            byte[] copy = new byte[Math.min(part.remaining(), LONGEST + 1 - bytes.size())];
            part.get(copy);
            bytes.write(copy, 0, copy.length);
            if (bytes.size() > LONGEST) {
                subscription.cancel();
                text.completeExceptionally(new IOException("its response is longer than " + LONGEST + " bytes"));
                return;
            }
        }
    }

    @Override
    public void onError(Throwable cause) {
        text.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        text.complete(bytes.toString(StandardCharsets.UTF_8));
    }
}

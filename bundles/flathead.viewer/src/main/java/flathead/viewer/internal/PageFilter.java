package flathead.viewer.internal;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;

/**
 * Answers {@code /} with the page where HTML is asked for, as browsers do; everything else goes on to whom it is for,
 * and {@code /} to the status.
 */
@Component(service = Filter.class)
@RequireHttpWhiteboard
@HttpWhiteboardFilterName("flathead.viewer")
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
public final class PageFilter extends HttpFilter {
    private final transient Asset page = Asset.of("index.html");

    /** Reads the page. */
    @Activate
    public PageFilter() {
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getRequestURI().equals("/")) {
            chain.doFilter(request, response);
            return;
        }
        response.addHeader("Vary", "Accept");
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (reads && wantsHtml(request.getHeader("Accept"))) {
            page.send(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /** Whether HTML is named, and not with a weight of 0 (RFC 9110, section 12.5.1). */
    static boolean wantsHtml(String accept) {
        if (accept == null) {
            return false;
        }
        for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = range.split(";");
            if (parts[0].strip().equals("text/html")) {
                return !range.replace(" ", "").matches(".*;q=0(\\.0*)?(;.*)?");
            }
        }
        return false;
    }
}

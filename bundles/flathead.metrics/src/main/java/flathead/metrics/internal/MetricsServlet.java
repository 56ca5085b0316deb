package flathead.metrics.internal;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers at {@code /metrics} on every port: on a robot, which has no public one, a scraper of its own host asks the
 * console's. One instance a port.
 */
@Component(service = Servlet.class, scope = ServiceScope.PROTOTYPE)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.metrics")
@HttpWhiteboardServletPattern("/metrics")
public final class MetricsServlet extends HttpServlet {
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();

    private final transient Scrape scrape;

    /** Reads from this one. */
    @Activate
    public MetricsServlet(@Reference Scrape scrape) {
        this.scrape = scrape;
    }

    /** OpenMetrics if it is named. What Prometheus may name before it, protobuf, is not among what is here. */
    static ExpositionFormatWriter writer(String accept) {
        return FORMATS.getOpenMetricsTextFormatWriter().accepts(accept) ? FORMATS.getOpenMetricsTextFormatWriter()
            : FORMATS.getPrometheusTextFormatWriter();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ExpositionFormatWriter writer = writer(request.getHeader("Accept"));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, scrape.read());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentType(writer.getContentType());
        response.setContentLength(text.size());
        text.writeTo(response.getOutputStream());
    }
}

package flathead.viewer.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;

/** What the page is made of, under {@value #MOUNT}. */
@Component(service = Servlet.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.viewer")
@HttpWhiteboardServletPattern(AssetServlet.MOUNT + "/*")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
public final class AssetServlet extends HttpServlet {
    static final String MOUNT = "/viewer";
    private static final List<String> NAMES =
        List.of("chart.js", "icon.svg", "main.js", "meter.js", "tile.js", "viewer.css", "whep.js");

    private final transient Map<String, Asset> assets =
        NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), Asset::of));

    /** Reads them. */
    @Activate
    public AssetServlet() {
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Asset asset = path == null || path.isEmpty() ? null : assets.get(path.substring(1));
        if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        asset.send(request, response);
    }
}

package flathead.console.internal;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletErrorPage;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;

/** Says in one line why the console refused a request: the console shows a form's refusal as it comes. */
@Component(service = Servlet.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletErrorPage(errorPage = "400")
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)")
@HttpWhiteboardTarget("(org.apache.felix.http.name=console)")
public final class Refusals extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** As a component. */
    @Activate
    public Refusals() {
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().println(escape(message == null ? "Bad request." : message.toString()));
    }

    /** The console puts it into its page as it is. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
            .replace("'", "&#39;").replace("$", "&#36;");
    }
}

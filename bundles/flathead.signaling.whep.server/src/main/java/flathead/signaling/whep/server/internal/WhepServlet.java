package flathead.signaling.whep.server.internal;

import flathead.signaling.IceServers;
import flathead.signaling.ViewHandler;
import flathead.signaling.wish.Kind;
import flathead.signaling.wish.WishServlet;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.servlet.whiteboard.annotations.RequireHttpWhiteboard;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardTarget;

/** WHEP under {@value #MOUNT}. */
@Component(service = Servlet.class, immediate = true, configurationPid = WhepServlet.PID)
@Designate(ocd = ServerConfig.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.whep")
@HttpWhiteboardServletPattern(WhepServlet.MOUNT + "/*")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
@HttpWhiteboardServletAsyncSupported
public final class WhepServlet extends WishServlet {
    static final String PID = "flathead.signaling.whep.server";
    static final String MOUNT = "/whep";
    private static final Kind WHEP = new Kind("WHEP", MOUNT, PID, "seen", "server of viewers", false, 64, 32);

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile List<IceServers> iceServers = List.of();

    /** Nobody looks on yet. */
    @Activate
    public WhepServlet(Map<String, ?> properties) {
        super(WHEP, properties);
    }

    /** Holds from the next request on; settings that are refused change nothing. */
    @Modified
    public void modified(Map<String, ?> properties) {
        settle(properties);
    }

    /** Ends every session. */
    @Deactivate
    public void deactivate() {
        end();
    }

    @Override
    protected List<IceServers> iceServers() {
        return iceServers;
    }

    @Reference(name = "handler", cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY, unbind = "removeHandler")
    void putHandler(ViewHandler handler) {
        handlerCame(handler);
    }

    void removeHandler(ViewHandler handler) {
        handlerGone(handler);
    }
}

package flathead.signaling.whip.server.internal;

import flathead.signaling.IceServers;
import flathead.signaling.OfferHandler;
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

/** WHIP under {@value #MOUNT}. */
@Component(service = Servlet.class, immediate = true, configurationPid = WhipServlet.PID)
@Designate(ocd = ServerConfig.class)
@RequireHttpWhiteboard
@HttpWhiteboardServletName("flathead.whip")
@HttpWhiteboardServletPattern(WhipServlet.MOUNT + "/*")
@HttpWhiteboardTarget("(!(org.apache.felix.http.name=console))")
@HttpWhiteboardServletAsyncSupported
public final class WhipServlet extends WishServlet {
    static final String PID = "flathead.signaling.whip.server";
    static final String MOUNT = "/whip";
    private static final Kind WHIP = new Kind("WHIP", MOUNT, PID, "published", "receiver", true, 64, 16);

    @Reference(policyOption = ReferencePolicyOption.GREEDY)
    private transient volatile List<IceServers> iceServers = List.of();

    /** Nobody publishes yet. */
    @Activate
    public WhipServlet(Map<String, ?> properties) {
        super(WHIP, properties);
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
    void putHandler(OfferHandler handler) {
        handlerCame(handler);
    }

    void removeHandler(OfferHandler handler) {
        handlerGone(handler);
    }
}

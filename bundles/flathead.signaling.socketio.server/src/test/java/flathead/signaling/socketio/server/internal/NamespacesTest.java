package flathead.signaling.socketio.server.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespacesTest {
    private final List<String> done = new ArrayList<>();
    private final Namespaces namespaces = new Namespaces(new Noting());
    private Runnable waiting;

    private final class Noting implements Namespaces.Way {
        @Override
        public void after(long millis, Runnable what) {
            done.add("wait " + millis);
            waiting = what;
        }

        @Override
        public void probe() {
            done.add("probe");
        }

        @Override
        public void openRoot() {
            assertFalse(namespaces.areBoth(), "not before it is joined");
            assertTrue(namespaces.rootJoined());
            done.add("open");
        }
    }

    @BeforeEach
    void aClientJoins() {
        namespaces.streamJoined();
        assertEquals(List.of("wait 1200"), taken());
    }

    private List<String> taken() {
        List<String> taken = List.copyOf(done);
        done.clear();
        return taken;
    }

    private void open() {
        waiting.run();
        namespaces.signOfLife();
        assertEquals(List.of("probe", "open"), taken());
        assertTrue(namespaces.areBoth());
    }

    @Test
    void joinsRootForWhoOffersNothing() {
        namespaces.signOfLife();
        assertEquals(List.of(), taken(), "a heartbeat of its own is no answer");
        open();
        waiting.run();
        namespaces.signOfLife();
        assertEquals(List.of(), taken(), "once");
        namespaces.offered(Namespaces.ROOT);
        assertTrue(namespaces.areBoth());
    }

    @Test
    void waitsForASignOfLife() {
        waiting.run();
        assertEquals(List.of("probe"), taken());
        assertFalse(namespaces.areBoth());
    }

    @Test
    void leavesAloneWhoOffersInTime() {
        namespaces.offered(Namespaces.STREAM);
        waiting.run();
        namespaces.signOfLife();
        assertEquals(List.of(), taken());
        assertFalse(namespaces.areBoth());
    }

    @Test
    void leavesAloneWhoOffersBeforeItsSignOfLife() {
        waiting.run();
        namespaces.offered(Namespaces.STREAM);
        namespaces.signOfLife();
        assertEquals(List.of("probe"), taken());
    }

    @Test
    void leavesAloneWhoIsGone() {
        namespaces.settle();
        waiting.run();
        namespaces.signOfLife();
        assertEquals(List.of(), taken());
    }

    @Test
    void leavesAloneWhoJoinsRootByItself() {
        assertTrue(namespaces.rootJoined());
        waiting.run();
        namespaces.signOfLife();
        assertEquals(List.of(), taken());
        namespaces.offered(Namespaces.STREAM);
        assertFalse(namespaces.areBoth(), "it listens where it offers");
        assertFalse(namespaces.rootJoined(), "twice");
    }

    @Test
    void answersWhereItWasOffered() {
        assertTrue(namespaces.rootJoined());
        namespaces.offered(Namespaces.ROOT);
        assertTrue(namespaces.areBoth());
        namespaces.rootLeft();
        assertFalse(namespaces.areBoth());
    }

    @Test
    void letsTheClientJoinWhatWasJoinedForIt() {
        open();
        assertTrue(namespaces.rootJoined());
        assertTrue(namespaces.areBoth());
        assertFalse(namespaces.rootJoined(), "twice");
    }
}

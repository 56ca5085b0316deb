package flathead.encoder.v4l2.internal;

import flathead.api.EncoderFactory;
import java.lang.reflect.Proxy;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A bundle's context in which factories are registered. Any thread. */
final class FakeContext {
    private final Map<Object, Dictionary<?, ?>> registered = new LinkedHashMap<>();

    BundleContext context() {
        return proxy(BundleContext.class, (name, arguments) -> {
            Object service = arguments[1];
            synchronized (registered) {
                registered.put(service, (Dictionary<?, ?>) arguments[2]);
            }
            return proxy(ServiceRegistration.class, (method, none) -> {
                synchronized (registered) {
                    return registered.remove(service);
                }
            });
        });
    }

    private interface Answer {
        Object to(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    /** The services that are registered now. */
    List<EncoderFactory> services() {
        synchronized (registered) {
            return registered.keySet().stream().map(EncoderFactory.class::cast).toList();
        }
    }

    /** A property of each. */
    List<Object> property(String name) {
        synchronized (registered) {
            return registered.values().stream().<Object>map(each -> each.get(name)).toList();
        }
    }
}

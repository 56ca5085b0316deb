package flathead.itests;

import flathead.testkit.Await;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** Of the framework only what a component needs that registers services by itself. */
final class Services {
    private final Map<Class<?>, Object> registered = new ConcurrentHashMap<>();

    BundleContext context() {
        ClassLoader loader = getClass().getClassLoader();
        return (BundleContext) Proxy.newProxyInstance(loader, new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> {
                if (!method.getName().equals("registerService") || !(arguments[0] instanceof Class<?> type)) {
                    throw new UnsupportedOperationException(method.toString());
                }
                registered.put(type, arguments[1]);
                return Proxy.newProxyInstance(loader, new Class<?>[] {ServiceRegistration.class},
                    (registration, call, none) -> call.getName().equals("unregister") ? registered.remove(type) : null);
            });
    }

    /** The service, once it is there. */
    <T> T await(Class<T> type) {
        Await.until("a " + type.getSimpleName(), Duration.ofSeconds(30), () -> registered.containsKey(type));
        return type.cast(registered.get(type));
    }
}

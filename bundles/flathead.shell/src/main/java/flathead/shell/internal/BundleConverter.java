package flathead.shell.internal;

import java.util.Arrays;
import org.apache.felix.service.command.Converter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Lets commands on bundles ({@code stop}, {@code start}, {@code headers}) take a number or a symbolic name. */
@Component(property = Converter.CONVERTER_CLASSES + "=org.osgi.framework.Bundle")
public final class BundleConverter implements Converter {
    private final BundleContext context;

    /** Knows the bundles of this framework. */
    @Activate
    public BundleConverter(BundleContext context) {
        this.context = context;
    }

    @Override
    public Object convert(Class<?> wanted, Object given) {
        if (wanted != Bundle.class) {
            return null;
        }
        String text = given.toString();
        return text.matches("\\d{1,18}") ? context.getBundle(Long.parseLong(text))
            : Arrays.stream(context.getBundles()).filter(each -> text.equals(each.getSymbolicName())).findFirst()
                .orElse(null);
    }

    @Override
    public CharSequence format(Object given, int level, Converter escape) {
        return given instanceof Bundle bundle ? bundle.getBundleId() + " " + bundle.getSymbolicName() : null;
    }
}

package flathead.config.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The forms of configurations (OSGi Metatype): which settings there are, and what they are initially. */
final class Forms {
    private final SortedMap<String, SortedMap<String, FormField>> forms = new TreeMap<>();
    private final Set<String> factories = new HashSet<>();

    /** Adds the forms of one document of a bundle's {@code OSGI-INF/metatype}. */
    void add(InputStream document) throws IOException {
        Element root;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            root = factory.newDocumentBuilder().parse(document).getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException("not a form: " + e.getMessage(), e);
        }
        Map<String, Element> classes = new TreeMap<>();
        elements(root, "OCD", ocd -> classes.put(ocd.getAttribute("id"), ocd));
        elements(root, "Designate", designate -> elements(designate, "Object", object -> {
            Element ocd = classes.get(object.getAttribute("ocdref"));
            String factory = designate.getAttribute("factoryPid");
            String pid = factory.isEmpty() ? designate.getAttribute("pid") : factory;
            if (ocd != null) {
                put(pid, ocd);
            }
            if (!factory.isEmpty()) {
                factories.add(factory);
            }
        }));
    }

    private interface Each {
        void element(Element element);
    }

    private static void elements(Element parent, String name, Each each) {
        NodeList found = parent.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
            each.element((Element) found.item(i));
        }
    }

    private void put(String pid, Element ocd) {
        SortedMap<String, FormField> fields = new TreeMap<>();
        elements(ocd, "AD", setting -> {
            List<String> options = new ArrayList<>();
            elements(setting, "Option", option -> options.add(option.getAttribute("value")));
            String cardinality = setting.getAttribute("cardinality");
            fields.put(setting.getAttribute("id"), new FormField(setting.getAttribute("type"),
                setting.getAttribute("default"), setting.getAttribute("min"), setting.getAttribute("max"),
                List.copyOf(options), !cardinality.isEmpty() && !cardinality.equals("0")));
        });
        forms.put(pid, fields);
    }

    /** The settings of a PID, or of its factory, and their defaults; empty where a setting has none. */
    SortedMap<String, String> of(String pid) {
        SortedMap<String, String> defaults = new TreeMap<>();
        fields(pid).forEach((name, field) -> defaults.put(name, field.initial()));
        return defaults;
    }

    /** The fields of the form of a PID, or of its factory; none if there is no form. */
    SortedMap<String, FormField> fields(String pid) {
        return forms.getOrDefault(formOf(pid), new TreeMap<>());
    }

    /** The PIDs that can be configured once, whether they are or not. */
    Set<String> singletons() {
        Set<String> pids = new HashSet<>(forms.keySet());
        pids.removeAll(factories);
        return pids;
    }

    boolean isSecret(String pid, String name) {
        FormField field = fields(pid).get(name);
        return field != null && field.type().equals("Password");
    }

    private static String formOf(String pid) {
        int tilde = pid.indexOf('~');
        return tilde < 0 ? pid : pid.substring(0, tilde);
    }
}

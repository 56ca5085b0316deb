package flathead.config.internal;

import flathead.config.internal.YamlNode.Place;

/**
 * A setting that a file asks for.
 *
 * @param pid whose
 * @param name of the property
 * @param value as it is to be stored, but for placeholders around it
 * @param key as the file calls it
 * @param place of the value
 */
record Setting(String pid, String name, Object value, String key, Place place) {
}

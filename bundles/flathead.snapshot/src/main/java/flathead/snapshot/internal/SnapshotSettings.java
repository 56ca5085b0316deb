package flathead.snapshot.internal;

import java.util.Map;

/**
 * Settings of the snapshots.
 *
 * @param keep seconds for which a camera is decoded after the last request, 1 to 86400
 * @param patience milliseconds that a request waits, at most, 100 to 30000
 * @param quality of the JPEG, 1 to 100
 */
record SnapshotSettings(int keep, int patience, int quality) {
    static final int KEEP = 60;
    static final int PATIENCE = 3_000;
    static final int QUALITY = 85;

    static final SnapshotSettings DEFAULTS = new SnapshotSettings(KEEP, PATIENCE, QUALITY);

    /**
     * Reads a configuration; what is not there has its default.
     *
     * @throws IllegalArgumentException naming property, value and what is allowed
     */
    static SnapshotSettings of(Map<String, ?> settings) {
        return new SnapshotSettings(number(settings, "keep", KEEP, 1, 86_400),
            number(settings, "patience", PATIENCE, 100, 30_000), number(settings, "quality", QUALITY, 1, 100));
    }

    private static int number(Map<String, ?> settings, String name, int otherwise, int least, int most) {
        Object value = settings.get(name);
        String text = value == null ? "" : value.toString().strip();
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw new IllegalArgumentException(name + " = " + text + " is refused; allowed: " + least + " to " + most);
    }
}

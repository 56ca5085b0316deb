package flathead.config.internal;

/**
 * The settings of a file that are in force.
 *
 * @param path of the file; empty if there is none
 * @param settings that it had when it was last good
 * @param trouble what is wrong with what it has now, one fault a line; empty if nothing is
 */
record FileView(String path, YamlSettings settings, String trouble) {
    static final FileView NONE = new FileView("", YamlSettings.NONE, "");

    /** The same with something wrong. */
    FileView withTrouble(String text) {
        return new FileView(path, settings, text);
    }

    /** The same with a file that is not taken. */
    FileView withFaults(YamlSettings.Refused refused) {
        StringBuilder lines = new StringBuilder();
        refused.faults().forEach(fault -> lines.append(path).append(", ").append(fault).append('\n'));
        return withTrouble(lines.toString().strip());
    }

    /** What is to stand below the table. */
    String note(String consequence) {
        return trouble.isEmpty() ? "" : "\n" + trouble + "\n" + consequence + "\n";
    }
}

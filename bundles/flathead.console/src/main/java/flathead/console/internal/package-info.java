/**
 * The Felix web console, as an operator of cameras needs it: a lock that fails closed ({@code Door}, {@code Lock}), a
 * check of settings before they are written ({@code SettingsGate}), and a page of what streams ({@code FlatheadTab}).
 */
package flathead.console.internal;

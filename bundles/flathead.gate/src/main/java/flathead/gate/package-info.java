/**
 * Keeps native memory from being freed under work. Not a bundle: bundles that need it copy this package in
 * ({@code -conditionalpackage}).
 */
package flathead.gate;

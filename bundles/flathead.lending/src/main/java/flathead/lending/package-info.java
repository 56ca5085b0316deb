/**
 * Lends pictures to services that may be slow, throw, hang, come and go, and takes the raw pictures of cameras by name.
 * Not a bundle: bundles that need it copy this package in ({@code -conditionalpackage}).
 */
package flathead.lending;

/**
 * Writes what streams and pairs tell of themselves as JSON, one form for the status and the REST interface,
 * and of pairs for the console. Not a bundle: bundles that need it copy this package in ({@code -conditionalpackage}).
 */
package flathead.report;

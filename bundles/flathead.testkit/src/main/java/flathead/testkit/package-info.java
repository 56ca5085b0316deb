/**
 * What tests share: a contract test for each service interface, extended by every implementation, which only says how
 * to make one; a clock that stands still; waiting for a state with a deadline.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package flathead.testkit;

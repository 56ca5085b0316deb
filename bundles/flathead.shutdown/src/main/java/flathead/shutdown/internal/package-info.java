/** The end of the process: the framework is stopped, and with it every bundle, before the JVM goes. */
package flathead.shutdown.internal;

/** Brings every log of the runtime (slf4j, java.util.logging, the OSGi log service) into one form on the console. */
package flathead.logging.internal;

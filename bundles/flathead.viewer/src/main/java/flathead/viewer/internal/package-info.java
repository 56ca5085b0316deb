/**
 * The server's page: whoever opens {@code /} in a browser sees every camera live, by WHEP; programs get the status
 * there as before. The page is plain modules, served from here as they are; nothing comes from elsewhere.
 */
package flathead.viewer.internal;

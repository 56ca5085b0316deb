/**
 * What the bundles over FFmpeg (JavaCPP) have in common: how its libraries are loaded, and how its memory is addressed
 * without an object each time. Not a bundle: bundles that need it copy this package in ({@code -conditionalpackage}).
 */
package flathead.ffmpeg;

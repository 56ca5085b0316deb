/**
 * What encoders over a native library have in common. {@link flathead.encoder.engine.Engine} is an open encoder of the
 * library; over it one and the same class decides about keyframes and rate, owns the pool of what comes out, and keeps
 * the library's memory from being freed under work. Not a bundle: bundles that need it copy this package in
 * ({@code -conditionalpackage}).
 */
package flathead.encoder.engine;

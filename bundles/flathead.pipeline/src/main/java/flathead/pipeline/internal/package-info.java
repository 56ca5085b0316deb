/**
 * The way of pictures through a runtime.
 *
 * <pre>
 *  source ─▶ gate ─▶ tap (raw) ─▶ encoder slot ─▶ tap (H264) ─▶ lane ─▶ sink
 *                        └─▶ lane ─▶ sink            └─▶ lane ─▶ sink
 * </pre>
 *
 * <p>A {@link flathead.pipeline.internal.Pipeline} carries one stream. Its structure changes on one control thread, in
 * one idempotent step, {@code reconcile}; pictures pass on the source's thread, one encoder thread and one thread a
 * sink, and never wait for the control thread.
 */
package flathead.pipeline.internal;

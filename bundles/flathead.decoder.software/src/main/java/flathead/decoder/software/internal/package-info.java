/**
 * H.264 decoded by libavcodec. {@link flathead.decoder.software.internal.AvcodecDecoder} keeps the contract of
 * decoders; {@link flathead.decoder.software.internal.Avcodec} alone talks to the library.
 */
package flathead.decoder.software.internal;

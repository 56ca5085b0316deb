/** The contract test of H.264 encoders that decodes what they make. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package flathead.testkit.h264;

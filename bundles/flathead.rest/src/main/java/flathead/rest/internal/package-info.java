/**
 * REST under {@code /api}: which cameras and pairs there are and how they fare, their newest pictures, and their
 * recordings. The document at {@code /api/openapi.json} says all of it to programs (OpenAPI 3.1); a refusal is a
 * problem (RFC 9457). Pictures and recordings are other bundles' services; without them the rest works as well.
 */
package flathead.rest.internal;

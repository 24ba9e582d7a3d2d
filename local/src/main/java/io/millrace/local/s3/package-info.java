/// An S3 endpoint on this machine over a folder, for handlers that use the AWS SDK's S3 client and
/// cannot tell. It must not know who stores what in it, and it is not for other machines: it
/// listens on loopback only. Read [S3Endpoint] first, then [ObjectStore], which holds the rules
/// about what a crash may leave behind.
@NullMarked
package io.millrace.local.s3;

import org.jspecify.annotations.NullMarked;

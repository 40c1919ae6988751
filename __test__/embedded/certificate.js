"use strict";

/**
 * A self-signed certificate for 127.0.0.1 and localhost, good for a hundred years, and its key.
 *
 * It protects nothing: Node cannot make certificates, and tests should not need a tool that does.
 */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgO+5gLV50DZInZYGZ
UgplYhBa00kN5Ua/8nD1EJCVGfWhRANCAASlOt5tVtg9uGSX+ysqLH6b1nZPv9hf
0Ft51dH6tW/sMnbo5ujaCFD6JdcUnZNZXfL0NpHtv8N1mY4fRDNgVgJE
-----END PRIVATE KEY-----
`;

const cert = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUN/iMvmVkq/IYQJfi9ByoH96k4hwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTAxNDY1OFoYDzIxMjYxMDI4
MDE0NjU4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASlOt5tVtg9uGSX+ysqLH6b1nZPv9hf0Ft51dH6tW/sMnbo5ujaCFD6
JdcUnZNZXfL0NpHtv8N1mY4fRDNgVgJEo28wbTAdBgNVHQ4EFgQUiCXOVHQjbKMa
e4dY2Kz+nRfd5k4wHwYDVR0jBBgwFoAUiCXOVHQjbKMae4dY2Kz+nRfd5k4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARhwR/AAABgglsb2NhbGhvc3QwCgYIKoZI
zj0EAwIDSAAwRQIgLaeOwMDWsmXx7pN2F9zKjJEmWgxOQBk/6PGswWBoHfgCIQDC
6e+LpSnPuZ30KV2lQOvBnAJl+vVgeIGSIAnbauj2Tw==
-----END CERTIFICATE-----
`;

module.exports = { cert, key };

/// A certificate that signs itself, with its key: test data, of use to nobody.
///
/// Made once with a P-256 key, basicConstraints CA:TRUE.
struct TestCertificate: Sendable {
  let key: String
  let certificate: String

  /// For `localhost` and 127.0.0.1, valid from 2020 to 2120.
  static let local = TestCertificate(
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWSAfOTGgpQVqL/3f
      j1SndMonRuwHCKQt1kk/gb7SrjyhRANCAARJIx7oN/4yiq2wA659zMKFoZtheljD
      WyVj2gVleybGGQM7nmfYn+ApyYwe7pr5iEghajHBV+p8jlJTUoOXKkjq
      -----END PRIVATE KEY-----
      """,
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBWzCCAQGgAwIBAgIUbwKkCBS21YLQZvjHmdt9DuE4PFswCgYIKoZIzj0EAwIw
      FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAx
      MDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
      PQMBBwNCAARJIx7oN/4yiq2wA659zMKFoZtheljDWyVj2gVleybGGQM7nmfYn+Ap
      yYwe7pr5iEghajHBV+p8jlJTUoOXKkjqoy8wLTAaBgNVHREEEzARgglsb2NhbGhv
      c3SHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiAh1ia/
      Yxw51AZOOFS8svM8PP5+Y1HFm/SEZlniHmFK8gIhAMfDvDfL6xJj8AfkIbzmNcJM
      HV29ID7KoBEFiju/UEOp
      -----END CERTIFICATE-----
      """)

  /// For `other.example`, valid from 2020 to 2120.
  static let other = TestCertificate(
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEYthEolW5oQEq0Gp
      TSnuZTTlSqCppH4CZwv0TwIgP5WhRANCAAQbUTOcm91t64eo9V2gVb46bMI7mxg9
      zPmrSes8iHG4zW/ibLXfUaD3SCfVhCpIt+BAf2jedNwyjNuzUGsQuQSF
      -----END PRIVATE KEY-----
      """,
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBYjCCAQegAwIBAgIUPkzKnJzzuD8x6qPuWs784O+XAQgwCgYIKoZIzj0EAwIw
      GDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIw
      MDEwMTAwMDAwMFowGDEWMBQGA1UEAwwNb3RoZXIuZXhhbXBsZTBZMBMGByqGSM49
      AgEGCCqGSM49AwEHA0IABBtRM5yb3W3rh6j1XaBVvjpswjubGD3M+atJ6zyIcbjN
      b+Jstd9RoPdIJ9WEKki34EB/aN503DKM27NQaxC5BIWjLTArMBgGA1UdEQQRMA+C
      DW90aGVyLmV4YW1wbGUwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBG
      AiEA+JMmqRFvjIulrgjpyb/QQAqnfn4lJZO5wJy9Xqlbgu4CIQChs8MGPdD4MLuT
      yIJKWR9egErqODE6W4l8292DdzRBoQ==
      -----END CERTIFICATE-----
      """)

  /// For `localhost`, valid in 2020.
  static let expired = TestCertificate(
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgZUnl+TuS5m8P2gX7
      vESlPow+DLBHR0v/M8JUbi+1C2yhRANCAARFkIjQjw5xqgR0sZ9S+W2fcBBMqafr
      k9lhSm2/rGmbajR3WYTtmNp6swNTsWOpovp4u2RNUVBe94MSF5vnru9F
      -----END PRIVATE KEY-----
      """,
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBUjCB+aADAgECAhRBLwzJVz68mPqIngQF1KhF50qx/DAKBggqhkjOPQQDAjAU
      MRIwEAYDVQQDDAlsb2NhbGhvc3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAw
      MDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMB
      BwNCAARFkIjQjw5xqgR0sZ9S+W2fcBBMqafrk9lhSm2/rGmbajR3WYTtmNp6swNT
      sWOpovp4u2RNUVBe94MSF5vnru9FoykwJzAUBgNVHREEDTALgglsb2NhbGhvc3Qw
      DwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiEAj76RJUqAPnxaSGTR
      s+2X8JqLr2ohVMOnnPoCz7Eu4mUCIGMFzxiCiAqbYAq2z3ltae/Q5aL7++VLJkoR
      bP++53hQ
      -----END CERTIFICATE-----
      """)

  /// For `*.one.localhost`, `*.localhost`, `a*.two.localhost` and `three.localhost`, valid from 2020
  /// to 2120.
  static let patterns = TestCertificate(
    key: """
      -----BEGIN PRIVATE KEY-----
      MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQga0bEJaFkK6iF2V+I
      1PRiR723MQNEiMEiZjcDe0ejt0yhRANCAASQ4rzL7ySJcl2SUqKknq08jPr2h9TG
      hpc4WjKpajblHcmm+iu9NXQNoU55EZZX8UqVf62KXuHsMtr21LbhP9Bl
      -----END PRIVATE KEY-----
      """,
    certificate: """
      -----BEGIN CERTIFICATE-----
      MIIBpjCCAUygAwIBAgIUGE9JRBljYk3e5PIjqB48b/U3owwwCgYIKoZIzj0EAwIw
      EjEQMA4GA1UEAwwHc2V2ZXJhbDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAw
      MDAwMFowEjEQMA4GA1UEAwwHc2V2ZXJhbDBZMBMGByqGSM49AgEGCCqGSM49AwEH
      A0IABJDivMvvJIlyXZJSoqSerTyM+vaH1MaGlzhaMqlqNuUdyab6K701dA2hTnkR
      llfxSpV/rYpe4ewy2vbUtuE/0GWjfjB8MEoGA1UdEQRDMEGCDyoub25lLmxvY2Fs
      aG9zdIILKi5sb2NhbGhvc3SCEGEqLnR3by5sb2NhbGhvc3SCD3RocmVlLmxvY2Fs
      aG9zdDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBRtOuhu4YoqGSXXKcZ0iSgU
      Xe7REzAKBggqhkjOPQQDAgNIADBFAiB1yj1P2gPBel1PvSNDAyP/ejBpcu23zmU4
      AkFvBEJmdwIhALEqbB8sUnrKZhIxN98zDbWd5/43vwI4h1ZCZuBTCayI
      -----END CERTIFICATE-----
      """)
}

package io.millrace.connectors.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

class ObjectContentTest {
  private final List<String> calls = new ArrayList<>();

  @Test
  void anObjectThatIsLeftBeforeItsEndIsNotReadOn() throws IOException {
    try (InputStream content = content(new Source())) {
      assertThat(content.read()).isEqualTo('a');
    }

    assertThat(calls).first().isEqualTo("abort");
  }

  @Test
  void anObjectThatIsReadToItsEndGivesItsConnectionBack() throws IOException {
    try (InputStream content = content(new Source())) {
      assertThat(content.readAllBytes()).isEqualTo(new byte[] {'a', 'b', 'c'});
    }

    assertThat(calls).containsExactly("close");
  }

  @Test
  void whatTheSdkThrowsMidwayIsAnIoException() {
    InputStream content =
        content(
            new Source() {
              @Override
              public synchronized int read(byte[] bytes, int offset, int length) {
                throw SdkClientException.create("checksum");
              }
            });

    assertThatThrownBy(content::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("checksum");
  }

  private InputStream content(Source source) {
    return new ObjectContent(
        new ResponseInputStream<>(
            GetObjectResponse.builder().build(),
            AbortableInputStream.create(source, () -> calls.add("abort"))));
  }

  private class Source extends ByteArrayInputStream {
    Source() {
      super(new byte[] {'a', 'b', 'c'});
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}

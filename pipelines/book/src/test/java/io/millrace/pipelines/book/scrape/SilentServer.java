package io.millrace.pipelines.book.scrape;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/// A web server that announces 1,000 bytes for one path, sends four, and then keeps the connection
/// open without a word. Every other path is not found.
final class SilentServer implements AutoCloseable {
  private final ServerSocket socket;
  private final String silentPath;
  private final CountDownLatch closed = new CountDownLatch(1);

  SilentServer(String silentPath) throws IOException {
    this.silentPath = silentPath;
    this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  String url(String path) {
    return "http://127.0.0.1:" + socket.getLocalPort() + path;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        Thread.startVirtualThread(() -> serve(connection));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), US_ASCII));
      var request = String.valueOf(in.readLine());
      var line = in.readLine();
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      var out = connection.getOutputStream();
      if (request.contains(" " + silentPath + " ")) {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf".getBytes(US_ASCII));
        out.flush();
        closed.await();
      } else {
        var answer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        out.write(answer.getBytes(US_ASCII));
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, or the test is over.
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    socket.close();
  }
}

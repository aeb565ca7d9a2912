package italk.engine.shell.client;

import java.io.PrintStream;

/** Where the bytes go that the engine sends. Called on the connection's reading thread only. */
interface Output {

  void out(byte[] bytes);

  void err(byte[] bytes);

  /** The process's own streams; bytes pass as they are, which is UTF-8. */
  static Output to(PrintStream out, PrintStream err) {
    return new Output() {
      @Override
      public void out(byte[] bytes) {
        pass(bytes, out);
      }

      @Override
      public void err(byte[] bytes) {
        pass(bytes, err);
      }

      private void pass(byte[] bytes, PrintStream stream) {
        stream.write(bytes, 0, bytes.length);
        stream.flush();
      }
    };
  }
}

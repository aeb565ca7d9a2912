package italk.itest.support;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Makes keys and signs jars, with the tools of the JDK that runs the tests. */
public final class Signing {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final String store;

  /** With a folder for the keys. */
  public Signing(Path folder) throws Exception {
    this.folder = Files.createDirectories(folder);
    store = folder.resolve("keys.p12").toString();
    Files.deleteIfExists(Path.of(store));
  }

  /** A new key. */
  public void key(String alias) throws Exception {
    run(
        "keytool",
        "-genkeypair",
        "-alias",
        alias,
        "-dname",
        "CN=" + alias,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-keystore",
        store,
        "-storepass",
        PASSWORD);
  }

  /** Whoever has this key is trusted in this home. */
  public void trust(String alias, Path home) throws Exception {
    Path trusted = Files.createDirectories(home.resolve("conf/trusted"));
    run(
        "keytool",
        "-exportcert",
        "-rfc",
        "-alias",
        alias,
        "-file",
        trusted.resolve(alias + ".pem").toString(),
        "-keystore",
        store,
        "-storepass",
        PASSWORD);
  }

  /** A signed copy of a jar. */
  public Path signed(Path jar, String alias) throws Exception {
    Path copy = jar.resolveSibling(alias + "-" + jar.getFileName());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    run("jarsigner", "-keystore", store, "-storepass", PASSWORD, copy.toString(), alias);
    return copy;
  }

  private void run(String tool, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Result result = InstalledRuntime.run(folder, command);
    if (result.exitCode() != 0) {
      throw new IllegalStateException(command + ": " + result.output());
    }
  }
}

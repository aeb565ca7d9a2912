package italk.engine.deploy.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes keys and signs, with the tools of the JDK that runs the tests. */
public final class Signers {

  private static final Path TOOLS = Path.of(System.getProperty("java.home"), "bin");
  private static final List<String> QUICKLY =
      List.of("-J-Duser.language=en", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path keys;

  /** With a folder for the keys, one key store for all. */
  public Signers(Path folder) {
    this.folder = folder;
    this.keys = folder.resolve("keys.jks");
  }

  /** A new key with a certificate that it signed itself; {@code more} goes to keytool. */
  public void key(String alias, String... more) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    arguments.addAll(List.of("-keypass", PASSWORD));
    if (!List.of(more).contains("-keyalg")) {
      arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    }
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  /** Replaces a key's certificate by one that another key issues. */
  void issue(String issuer, String alias, String... more) throws Exception {
    Path request = folder.resolve(alias + ".csr");
    Path issued = folder.resolve(alias + ".issued.pem");
    keytool("-certreq", "-alias", alias, "-file", request.toString());
    List<String> arguments =
        new ArrayList<>(
            List.of("-gencert", "-alias", issuer, "-rfc", "-infile", request.toString()));
    arguments.addAll(List.of("-outfile", issued.toString()));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
    Path chain = folder.resolve(alias + ".chain.pem");
    Files.writeString(chain, Files.readString(issued) + Files.readString(certificate(issuer)));
    keytool("-importcert", "-noprompt", "-alias", alias, "-file", chain.toString());
  }

  /** The certificate of a key as a PEM file. */
  public Path certificate(String alias) throws Exception {
    Path file = folder.resolve(alias + ".pem");
    if (Files.notExists(file)) {
      List<String> arguments = new ArrayList<>(List.of("-exportcert", "-alias", alias));
      arguments.addAll(List.of("-file", file.toString(), "-rfc"));
      keytool(arguments.toArray(String[]::new));
    }
    return file;
  }

  /** What keytool prints about a certificate. */
  String print(Path certificate) throws Exception {
    return run("keytool", "-printcert", "-file", certificate.toString());
  }

  /** Signs a jar where it lies. */
  public Path sign(Path jar, String alias, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-keystore", keys.toString()));
    arguments.addAll(List.of("-storetype", "JKS", "-storepass", PASSWORD));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of(jar.toString(), alias));
    run("jarsigner", arguments.toArray(String[]::new));
    return jar;
  }

  /** Adds a file to a jar as {@code jar uf} does. */
  void append(Path jar, Path base, String file) throws Exception {
    run("jar", "uf", jar.toString(), "-C", base.toString(), file);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-keystore", keys.toString(), "-storetype", "JKS", "-storepass", PASSWORD));
    run("keytool", all.toArray(String[]::new));
  }

  private String run(String tool, String... arguments) throws IOException, InterruptedException {
    Path program = TOOLS.resolve(tool);
    assertThat(program)
        .as("these tests sign with the tools of a JDK: run them with one, not with a JRE")
        .exists();
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(QUICKLY);
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, tool, ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as("%s ends in time: %s", command, printed).isTrue();
    assertThat(process.exitValue()).as("%s: %s", command, printed).isZero();
    return printed;
  }
}

package italk.engine.shell;

import italk.engine.api.extension.ExtensionStatus;
import italk.engine.api.extension.Extensions;
import italk.engine.shell.text.ApiConverter;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** The real Gogo runtime with our commands over a {@link FakeEngine}, without a framework. */
public final class ShellFixture implements AutoCloseable {

  public final FakeEngine engine = new FakeEngine();
  public final List<ExtensionStatus> extensions = new java.util.ArrayList<>();
  public final FakeOperations operations = new FakeOperations();
  public final FakeConfiguration configuration = new FakeConfiguration();
  final FakeStored stored = new FakeStored();
  public final ThreadIOImpl threadIo = new ThreadIOImpl();
  public final CommandProcessorImpl processor = new CommandProcessorImpl(threadIo);
  public final ShellSessions shellSessions = new ShellSessions(engine);
  private final OperationCommands operationCommands = new OperationCommands(operations);
  private final Extensions registry = registry();
  private final ByteArrayOutputStream console = new ByteArrayOutputStream();
  private final CommandSession session;

  public ShellFixture() {
    threadIo.start();
    add(new UserCommands(engine), "users", "register");
    add(
        new GroupCommands(engine),
        "groups",
        "group",
        "creategroup",
        "deletegroup",
        "join",
        "leave",
        "add",
        "remove");
    add(new EngineCommands(engine, registry), "commands", "status", "extensions");
    add(new MessageCommands(engine), "history", "search", "unread", "read");
    add(new ArchiveCommands(stored), "backup", "export", "import");
    add(new ModerationCommands(stored), "moderation");
    add(new SessionCommands(engine, shellSessions), "connect", "disconnect", "send", "inbox");
    operationCommands.bindExtensions(registry);
    add(operationCommands, "plan", "update", "rollback", "versions", "operations");
    add(new ConfigurationCommands(configuration), "config", "enable", "disable", "order");
    add(new FolderCommands(), "cd");
    add(new LeakCommands(operations), "leaks");
    processor.addConverter(new ApiConverter());
    PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    session = processor.createSession(InputStream.nullInputStream(), out, out);
    session.put("SCOPE", "italk:*");
    session.put(CommandSession.OPTION_NO_GLOB, true);
  }

  private Extensions registry() {
    return new Extensions() {
      @Override
      public List<ExtensionStatus> list() {
        return extensions;
      }

      @Override
      public Optional<ExtensionStatus> find(String name) {
        return extensions.stream().filter(each -> each.name().equals(name)).findFirst();
      }
    };
  }

  private void add(Object commands, String... functions) {
    for (String function : functions) {
      processor.addCommand("italk", commands, function);
    }
  }

  /** What a line shows as its result. */
  public String run(String line) throws Exception {
    Object result = session.execute(line);
    return result == null ? "" : session.format(result, Converter.INSPECT).toString();
  }

  /** Sets a variable of the shell's session. */
  void put(String variable, Object value) {
    session.put(variable, value);
  }

  /** The engine takes its register of extensions away. */
  void forgetExtensions() {
    operationCommands.unbindExtensions(registry);
  }

  /** As {@code cd}. */
  void enter(Path folder) {
    session.currentDir(folder);
  }

  /** What was printed without being a result. */
  public String console() {
    return console.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    processor.stop();
    threadIo.stop();
  }
}

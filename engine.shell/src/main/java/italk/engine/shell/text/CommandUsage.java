package italk.engine.shell.text;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;

/**
 * One way to call a command, as its method describes it.
 *
 * @param usage the name, with its scope where it is none of the engine's own, and the words that it
 *     takes
 * @param description what it does; empty where the method doesn't say
 */
public record CommandUsage(String usage, String description) {

  /** How Gogo begins the message of its exception where no method takes the arguments. */
  private static final String VIOLATED = "Cannot coerce ";

  /** All commands of a scope, by name. */
  public static List<CommandUsage> ofScope(CommandSession shell, String scope) {
    List<CommandUsage> usages = new ArrayList<>();
    if (shell.get(".commands") instanceof Collection<?> names) {
      names.stream()
          .map(String::valueOf)
          .filter(name -> name.startsWith(scope + ":"))
          .sorted()
          .forEach(name -> usages.addAll(of(shell, name)));
    }
    return usages;
  }

  /** The ways to call one command; none where it is unknown, no method, or its service gone. */
  public static List<CommandUsage> of(CommandSession shell, String command) {
    String scoped = command.indexOf(':') < 0 ? scoped(shell, command) : command;
    String function = scoped.substring(scoped.indexOf(':') + 1);
    String name = scoped.matches("(italk|\\*):.*") ? function : scoped;
    if (!(shell.get(scoped) instanceof CommandProxy proxy)) {
      return List.of();
    }
    Object target = proxy.getTarget();
    if (target == null) {
      return List.of();
    }
    try {
      return Arrays.stream(target.getClass().getMethods())
          .filter(method -> isCalled(method, function))
          .sorted(Comparator.comparing(Method::getParameterCount))
          .flatMap(method -> all(name, method))
          .toList();
    } finally {
      proxy.ungetTarget();
    }
  }

  // As Gogo has it: a command that is a word of Java's has a method with an underscore before it.
  private static boolean isCalled(Method method, String function) {
    return method.getName().equalsIgnoreCase(function)
        || method.getName().equalsIgnoreCase("_" + function);
  }

  private static Stream<CommandUsage> all(String name, Method method) {
    Actions actions = method.getAnnotation(Actions.class);
    return actions == null
        ? Stream.of(of(name, method))
        : ofActions(name, actions.value()).stream();
  }

  /** What a command can do whose first word is the name of a method of {@code actions}. */
  public static List<CommandUsage> ofActions(String command, Class<?> actions) {
    return Arrays.stream(actions.getMethods())
        .filter(method -> method.isAnnotationPresent(Descriptor.class))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::getParameterCount))
        .map(method -> of(command + " " + method.getName().toLowerCase(Locale.ROOT), method))
        .toList();
  }

  /** True where this is how to call {@code command}, such as {@code config set}. */
  public boolean isOf(String command) {
    return usage.equals(command) || usage.startsWith(command + " ");
  }

  /** True where Gogo found no method that takes the words which a command was given. */
  public static boolean isViolatedIn(Exception exception) {
    return exception instanceof IllegalArgumentException
        && String.valueOf(exception.getMessage()).startsWith(VIOLATED);
  }

  /** Whose command it is that is called by this name: of two, the scope that comes first. */
  private static String scoped(CommandSession shell, String command) {
    return Arrays.stream(String.valueOf(shell.get("SCOPE")).split(":"))
        .map(scope -> scope + ":" + command)
        .filter(scoped -> shell.get(scoped) != null)
        .findFirst()
        .orElse("*:" + command);
  }

  private static CommandUsage of(String name, Method method) {
    StringBuilder usage = new StringBuilder(name);
    for (Parameter parameter : method.getParameters()) {
      String word = word(parameter);
      if (word.startsWith("[")) {
        // Options, which say themselves what stands for what.
        usage.append(' ').append(word);
      } else if (parameter.getType() != CommandSession.class) {
        usage.append(" <").append(word).append('>');
      }
    }
    return new CommandUsage(
        usage.toString(),
        Optional.ofNullable(method.getAnnotation(Descriptor.class))
            .map(Descriptor::value)
            .orElse(""));
  }

  private static String word(Parameter parameter) {
    return Optional.ofNullable(parameter.getAnnotation(Descriptor.class))
        .map(Descriptor::value)
        .orElse(parameter.getType().getSimpleName());
  }
}

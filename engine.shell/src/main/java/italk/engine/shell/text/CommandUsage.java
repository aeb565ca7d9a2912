package italk.engine.shell.text;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
          .filter(method -> method.getName().equalsIgnoreCase(function))
          .sorted(Comparator.comparing(Method::getParameterCount))
          .map(method -> of(name, method))
          .toList();
    } finally {
      proxy.ungetTarget();
    }
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
      if (parameter.getType() != CommandSession.class) {
        usage.append(" <").append(word(parameter)).append('>');
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

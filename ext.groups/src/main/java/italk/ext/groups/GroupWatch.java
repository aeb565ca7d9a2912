package italk.ext.groups;

import italk.engine.api.Engine;
import italk.engine.api.event.Change;
import italk.engine.api.event.EngineListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Sees to it that nothing is kept about groups that are deleted, whoever deletes them. */
@Component(service = EngineListener.class)
public final class GroupWatch implements EngineListener {

  private static final String WHAT = "Forgetting what was kept about deleted groups";

  private final GroupBook book;
  private final SerialWork work;

  /** Begins with what was deleted while nothing of this ran. */
  @Activate
  public GroupWatch(
      @Reference Engine engine, @Reference GroupBook book, @Reference SerialWork work) {
    this.book = book;
    this.work = work;
    work.submit(WHAT, () -> book.forgetGone(engine.groups()::find));
  }

  @Override
  public void onChange(Change event) {
    if (event instanceof Change.GroupDeleted deleted) {
      work.submit(WHAT, () -> book.forget(deleted.group()));
    }
  }
}

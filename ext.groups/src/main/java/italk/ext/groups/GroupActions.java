package italk.ext.groups;

import italk.engine.api.Engine;
import italk.engine.api.Group;
import italk.engine.api.moderation.Actor;
import italk.engine.api.moderation.GroupModeration;
import italk.engine.api.moderation.GroupRight;
import italk.engine.api.moderation.GroupRules;
import italk.engine.api.moderation.ModerationRecords;
import italk.engine.api.moderation.PendingMember;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The groups with rights: every change has its turn, what only reads has not to wait. */
@Component(service = GroupModeration.class)
public final class GroupActions implements GroupModeration {

  private final Engine engine;
  private final GroupBook book;
  private final Standing standing;
  private final SerialWork work;
  private final Requirements require;
  private final Admissions admissions;
  private final Leadership leadership;

  /** Needs the engine and what this extension knows. */
  @Activate
  public GroupActions(
      @Reference Engine engine,
      @Reference ModerationRecords records,
      @Reference GroupBook book,
      @Reference Standing standing,
      @Reference SerialWork work) {
    this.engine = engine;
    this.book = book;
    this.standing = standing;
    this.work = work;
    this.require = new Requirements(engine, book, standing);
    this.admissions = new Admissions(engine, book, require);
    this.leadership = new Leadership(engine, book, standing, require, admissions, records);
  }

  @Override
  public Group create(Actor by, String group, Group.Visibility visibility, String ownerId) {
    return work.call(() -> leadership.create(by, group, visibility, ownerId));
  }

  @Override
  public GroupRules rules(String group) {
    return book.rules(require.group(group));
  }

  @Override
  public GroupRules setRule(Actor by, String group, String rule, String value, String reason) {
    return work.call(() -> leadership.setRule(by, group, rule, value, reason));
  }

  @Override
  public boolean allows(Actor by, String group, GroupRight right) {
    return engine
        .groups()
        .find(group)
        .filter(found -> standing.allows(by, found, book.rules(found), right))
        .isPresent();
  }

  @Override
  public Group join(Actor by, String group, String userId) {
    return work.call(() -> admissions.join(by, group, userId));
  }

  @Override
  public Group leave(Actor by, String group, String userId) {
    return work.call(() -> admissions.leave(by, group, userId));
  }

  @Override
  public PendingMember invite(Actor by, String group, String userId) {
    return work.call(() -> admissions.invite(by, group, userId));
  }

  @Override
  public Group accept(Actor by, String group, String userId) {
    return work.call(() -> admissions.accept(by, group, userId));
  }

  @Override
  public void decline(Actor by, String group, String userId) {
    work.run(() -> admissions.decline(by, group, userId));
  }

  @Override
  public PendingMember request(Actor by, String group, String userId) {
    return work.call(() -> admissions.request(by, group, userId));
  }

  @Override
  public Group approve(Actor by, String group, String userId) {
    return work.call(() -> admissions.approve(by, group, userId));
  }

  @Override
  public void refuse(Actor by, String group, String userId) {
    work.run(() -> admissions.refuse(by, group, userId));
  }

  @Override
  public List<PendingMember> pending(Actor by, String group) {
    return admissions.pending(by, group);
  }

  @Override
  public List<PendingMember> pendingOf(Actor by, String userId) {
    return admissions.pendingOf(by, userId);
  }

  @Override
  public Group setRole(Actor by, String group, String userId, Group.Role role, String reason) {
    return work.call(() -> leadership.setRole(by, group, userId, role, reason));
  }

  @Override
  public Group handOver(Actor by, String group, String newOwnerId, String reason) {
    return work.call(() -> leadership.handOver(by, group, newOwnerId, reason));
  }

  @Override
  public Group remove(Actor by, String group, String userId, String reason) {
    return work.call(() -> leadership.remove(by, group, userId, reason));
  }

  @Override
  public void delete(Actor by, String group, String reason) {
    work.run(() -> leadership.delete(by, group, reason));
  }
}

const Empty = () => null;

export {
  Empty as SettingsLayout,
  Empty as PeersPage,
  Empty as UsersPage,
  Empty as TokensPage,
  Empty as ConflictsPage,
  Empty as AuditPage,
  Empty as AccountPage,
  Empty as AboutPage,
};

/** The pages of the settings, loaded together: each of them alone would be smaller than the request for it. */

export { AboutPage } from './about-page.tsx';
export { AlertsPage } from './alerts-page.tsx';
export { AuditPage } from './audit-page.tsx';
export { ConflictPage } from './conflict-page.tsx';
export { ConflictsPage } from './conflicts-page.tsx';
export { DeidHeldPage } from './deid-held-page.tsx';
export { DeidProjectPage } from './deid-project-page.tsx';
export { DeidProjectsPage } from './deid-projects-page.tsx';
export { DeidTermsPage } from './deid-terms-page.tsx';
export { EmergenciesPage } from './emergencies-page.tsx';
export { ErasuresPage } from './erasures-page.tsx';
export { HoldsPage } from './holds-page.tsx';
export { OrganisationsPage } from './organisations-page.tsx';
export { PeersPage } from './peers-page.tsx';
export { RetentionPage } from './retention-page.tsx';
export { RulesPage } from './rules-page.tsx';
export { ServicesPage } from './services-page.tsx';
export { SettingsLayout } from './settings-layout.tsx';
export { SourcesPage } from './sources-page.tsx';
export { StoragePage } from './storage-page.tsx';
export { TokensPage } from './tokens-page.tsx';
export { TrashPage } from './trash-page.tsx';
export { UsersPage } from './users-page.tsx';

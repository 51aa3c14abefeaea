/** The places of the settings. */

export const places = {
  about: 'About',
  peers: 'Peers',
  sources: 'Sources',
  rules: 'Rules',
  deid: 'De-identification',
  users: 'Users',
  organisations: 'Organisations',
  tokens: 'API tokens',
  services: 'Service accounts',
  conflicts: 'Conflicts',
  alerts: 'Alerts',
  storage: 'Storage',
  retention: 'Retention',
  trash: 'Trash',
  erasures: 'Erasures',
  holds: 'Legal holds',
  emergencies: 'Emergencies',
  audit: 'Audit trail',
} as const;

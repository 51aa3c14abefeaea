/**
 * Every configuration key: its type, default and meaning. `docs/configuration.md` is generated from this table.
 *
 * A key belongs to a section and is set as `section.key` in `isocenter.yaml` or as `ISOCENTER__SECTION__KEY` in the
 * environment. Reading those is `load.ts`. A key once released is accepted for ever, used or not.
 */

import { type Static, type TObject, type TSchema, Type } from 'typebox';

/** What a key's schema says besides JSON Schema's own words. */
export type SettingNotes = {
  readonly description: string;
  /** What it accepts, in words, where the schema has a pattern. */
  readonly takes?: string;
  readonly default?: unknown;
  /** May be given as the name of a file that holds it: `ISOCENTER__SECTION__KEY_FILE`. Never printed. */
  readonly secret?: true;
  /** A path; relative ones start at the folder of isocenter.yaml, or at the working directory from the environment. */
  readonly path?: true;
};

const port = (defaultPort: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65535, default: defaultPort, description });

const seconds = (defaultSeconds: number, description: string) =>
  Type.Integer({ minimum: 1, maximum: 604_800, default: defaultSeconds, description });

const filePath = (description: string, defaultPath?: string) =>
  Type.String({
    minLength: 1,
    path: true,
    description,
    ...(defaultPath === undefined ? {} : { default: defaultPath }),
  });

const ConfigSchema = Type.Object({
  data: Type.Object({
    dir: filePath('Folder of everything this node keeps: blobs, keys, audit trail, private database.', './data'),
  }),
  gateway: Type.Object({
    name: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$',
        takes: '1 to 32 letters, digits, dots, hyphens and underscores',
        description:
          'Name of this gateway among several that share `data.dir` and `database.url`; in every line of the log. Without it no other process may use `data.dir`.',
      }),
    ),
  }),
  http: Type.Object({
    host: Type.String({
      minLength: 1,
      default: '127.0.0.1',
      description:
        'Address to listen on. Any other than loopback needs `http.tls` or `http.trustedProxies`, or the start is refused.',
    }),
    port: port(8080, 'Port of the web application and all HTTP interfaces; 0 takes any free one.'),
    publicUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^/?#@\\s]+/?$',
        takes: 'an address such as https://images.example, without a path',
        description:
          'Base address under which users reach the node; the only source of absolute links. Default: made from `http.host` and `http.port`.',
      }),
    ),
    corsOrigins: Type.Array(Type.String({ pattern: '^https?://[a-z0-9.:\\[\\]-]+$' }), {
      takes: 'a list of origins such as https://viewer.example, in lower case, without a path',
      default: [],
      description:
        'Origins whose pages may use `/dicom-web` and read `/api`, with a token of their own; never with the session of a browser.',
    }),
    trustedProxies: Type.Array(
      Type.String({ pattern: '^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(/\\d{1,3})?)$' }),
      {
        takes: 'a list of IP addresses and networks, or loopback, linklocal, uniquelocal',
        default: [],
        description:
          'Addresses or networks (`10.0.0.0/8`, `loopback`) of reverse proxies whose `X-Forwarded-*` headers are believed. Without TLS, nobody else is answered on an address that is not loopback.',
      },
    ),
    tls: Type.Object({
      certFile: Type.Optional(filePath('Certificate chain, PEM. Reloaded when it changes.')),
      keyFile: Type.Optional(filePath('Private key, PEM. Reloaded when it changes.')),
    }),
  }),
  dicom: Type.Object({
    host: Type.String({
      minLength: 1,
      default: '127.0.0.1',
      description: 'Address that the DICOM listener binds to; `0.0.0.0` to be reached from other machines.',
    }),
    port: port(11112, 'Port of the DICOM listener; 0 takes any free one.'),
    aet: Type.String({
      // PS3.5 Table 6.2-1, AE: 16 characters of the default repertoire without backslash and control characters.
      pattern: '^(?! *$)[ -\\[\\]-~]{1,16}$',
      takes: '1 to 16 ASCII characters without backslash',
      default: 'ISOCENTER',
      description: 'AE title of this node, PS3.8 §9.3.2.',
    }),
    allowLoopback: Type.Boolean({
      default: true,
      description: 'Whether programs on this machine may send without being a configured peer.',
    }),
    relationalQueries: Type.Union([Type.Literal('negotiated'), Type.Literal('always')], {
      default: 'always',
      description:
        'When C-FIND, C-MOVE and C-GET may leave out the unique keys of the levels above, and ask by keys of those below: only where an association negotiates it (PS3.4 §C.5), or always, as many workstations ask so without negotiating.',
    }),
    timeZone: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$',
        takes: 'the name of a time zone, such as Europe/Berlin',
        description:
          'Zone of dates and times in objects that do not name theirs, for queries that do (Timezone Offset From UTC). Default: that of this machine.',
      }),
    ),
    maxAssociations: Type.Integer({
      minimum: 1,
      maximum: 10_000,
      default: 300,
      description: 'Associations at a time, with and without TLS; more are rejected as transient.',
    }),
    maxAssociationsPerAddress: Type.Integer({
      minimum: 1,
      maximum: 10_000,
      default: 100,
      description:
        'Associations at a time from one IP address other than this machine’s; more are rejected as transient.',
    }),
    refusedSopClasses: Type.Array(Type.String({ pattern: '^[0-9.]{1,64}$' }), {
      takes: 'a list of UIDs',
      default: [],
      description: 'UIDs of SOP Classes whose objects are not stored, by whatever way they come.',
    }),
    acceptPrivateSopClasses: Type.Boolean({
      default: true,
      description: 'Whether objects of SOP Classes that the standard does not know are stored.',
    }),
  }),
  dicomTls: Type.Object({
    host: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'Address that the DICOM listener with TLS binds to. Default: that of `dicom.host`.',
      }),
    ),
    port: port(2762, 'Port of the DICOM listener with TLS, which there is where a certificate is configured.'),
    certFile: Type.Optional(
      filePath(
        'Certificate chain, PEM: shown to callers, and to peers that this node calls with TLS. Reloaded when it changes.',
      ),
    ),
    keyFile: Type.Optional(filePath('Private key, PEM. Reloaded when it changes.')),
    caFile: Type.Optional(
      filePath(
        'Certificates of the authorities that peers are trusted by, PEM. Default: those that Node brings along. Reloaded when it changes.',
      ),
    ),
    clientCertificates: Type.Union([Type.Literal('none'), Type.Literal('optional'), Type.Literal('required')], {
      default: 'none',
      description:
        'Whether callers show a certificate of an authority of `dicomTls.caFile`: not asked, checked where one is shown, or refused without.',
    }),
    profile: Type.Union([Type.Literal('bcp195'), Type.Literal('bcp195-modified')], {
      default: 'bcp195',
      description:
        'Secure transport profile: BCP 195 TLS (PS3.15 §B.12), or Modified BCP 195 TLS (§B.13), which leaves out keys of 128 bits.',
    }),
  }),
  hl7: Type.Object({
    port: port(2575, 'Port of the HL7 v2 listener (MLLP). Accepted; not yet used.'),
  }),
  database: Type.Object({
    url: Type.Optional(
      Type.String({
        pattern: '^postgres(ql)?://',
        takes: 'an address that begins with postgresql://',
        secret: true,
        description:
          'PostgreSQL server to use, `postgresql://user:password@host/database`. Default: a private PostgreSQL, started by the node below `data.dir`.',
      }),
    ),
    binDir: Type.Optional(
      filePath('Folder of the private PostgreSQL’s programs. Default: those of the machine, else those of npm.'),
    ),
    maxConnections: Type.Integer({
      minimum: 2,
      maximum: 500,
      default: 16,
      description:
        'Connections that this node keeps to the database at most, besides one by which gateways hear of each other.',
    }),
  }),
  admin: Type.Object({
    email: Type.Optional(
      Type.String({
        pattern: '^[^@\\s]+@[^@\\s]+$',
        maxLength: 254,
        takes: 'an e-mail address',
        description: 'Unattended installation: the first administrator, made at the first start.',
      }),
    ),
    passwordFile: Type.Optional(
      filePath('Unattended installation: file that holds the first administrator’s password.'),
    ),
  }),
  access: Type.Object({
    requireSecondFactor: Type.Union(
      [Type.Literal('nobody'), Type.Literal('administrators'), Type.Literal('everybody')],
      {
        default: 'nobody',
        description:
          'Who needs a passkey or an authenticator application besides a password; whoever has none sets one up next after signing in. `administrators` means privacy officers as well.',
      },
    ),
    proofMinutes: Type.Integer({
      minimum: 1,
      maximum: 720,
      default: 10,
      description:
        'Minutes for which a proof (signing in, or a fresh one) is enough for deleting, purging, users, tokens, grants, exports and other dangerous acts.',
    }),
  }),
  oidc: Type.Object({
    issuer: Type.Optional(
      Type.String({
        pattern: '^https?://[^?#@\\s]+$',
        takes: 'an address such as https://login.example/realms/hospital',
        description:
          'Identity provider for single sign-on (OpenID Connect), which describes itself below this address. `http://` only on this machine. Without it there is none.',
      }),
    ),
    clientId: Type.Optional(
      Type.String({ minLength: 1, description: 'What this node is called at the provider (`client_id`).' }),
    ),
    clientSecret: Type.Optional(
      Type.String({
        minLength: 1,
        secret: true,
        description: 'Secret of `oidc.clientId`, where the provider gave one.',
      }),
    ),
    label: Type.String({
      minLength: 1,
      maxLength: 60,
      default: 'single sign-on',
      description: 'What the button of sign-in calls the provider: “Sign in with …”.',
    }),
    scopes: Type.Array(Type.String({ pattern: '^[!#-\\[\\]-~]+$' }), {
      takes: 'a list of names',
      default: ['openid', 'email', 'profile'],
      description: 'What is asked for; some providers want another one for groups.',
    }),
    groupsClaim: Type.String({
      minLength: 1,
      default: 'groups',
      description: 'Claim of the ID token that lists the groups of an account.',
    }),
    administratorGroups: Type.Array(Type.String({ minLength: 1 }), {
      takes: 'a list of groups',
      default: [],
      description:
        'Groups whose members are administrators; where one is named, the role follows the groups at each sign-in.',
    }),
    memberGroups: Type.Array(Type.String({ minLength: 1 }), {
      takes: 'a list of groups',
      default: [],
      description: 'Groups whose members may sign in at all. None: every account of the provider.',
    }),
    createAccounts: Type.Boolean({
      default: false,
      description:
        'Whether whoever signs in there for the first time gets an account here. Otherwise an administrator adds it before, with the same e-mail address.',
    }),
  }),
  settling: Type.Object({
    quietSeconds: seconds(
      60,
      'A study for which nothing came for so long is settled, and the rules are applied to it.',
    ),
    seriesQuietSeconds: seconds(
      30,
      'The same for a series, where a rule asks for series. At most `settling.quietSeconds` counts.',
    ),
    longestWaitSeconds: seconds(
      3600,
      'A study that has been arriving for so long, or whose sender holds more of it, is settled as incomplete.',
    ),
  }),
  delivery: Type.Object({
    keepDays: Type.Integer({
      minimum: 1,
      maximum: 3650,
      default: 30,
      description:
        'Days after which deliveries that were sent or cancelled leave the queue’s history; those that were given up stay until somebody sees to them.',
    }),
  }),
  mail: Type.Object({
    host: Type.Optional(Type.String({ minLength: 1, description: 'SMTP server. Without it no mail is sent.' })),
    port: Type.Integer({ minimum: 1, maximum: 65535, default: 587, description: 'Port of the SMTP server.' }),
    security: Type.Union([Type.Literal('starttls'), Type.Literal('tls'), Type.Literal('none')], {
      default: 'starttls',
      description:
        '`tls` from the first byte, `starttls` (required, not tried), or `none` for a relay that is trusted.',
    }),
    user: Type.Optional(Type.String({ minLength: 1, description: 'User name at the SMTP server.' })),
    password: Type.Optional(Type.String({ minLength: 1, secret: true, description: 'Password at the SMTP server.' })),
    from: Type.Optional(
      Type.String({
        pattern: '^[^@\\s]+@[^@\\s]+$',
        takes: 'an e-mail address',
        description: 'Sender of mail. Default: isocenter at the SMTP server.',
      }),
    ),
  }),
  sms: Type.Object({
    url: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s]+$',
        takes: 'an address that begins with https:// or http://',
        description:
          'SMS gateway: where text messages are posted to as JSON. Without it no codes are sent to telephones.',
      }),
    ),
    token: Type.Optional(
      Type.String({ minLength: 1, secret: true, description: 'Bearer token that the SMS gateway asks for.' }),
    ),
    allowPrivate: Type.Boolean({
      default: false,
      description: 'Whether `sms.url` may lead into private and local networks, as to a modem in the house.',
    }),
  }),
  uploads: Type.Object({
    maxFileBytes: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 2_147_483_648,
      description: 'Largest file that a member hands in to a care team.',
    }),
    maxWaitingBytes: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 21_474_836_480,
      description: 'Bytes of one person that may wait in quarantine; more is refused until some of it has ended.',
    }),
    waitDays: Type.Integer({
      minimum: 1,
      maximum: 90,
      default: 14,
      description:
        'Days after which what still waits in quarantine is refused, such as a file of which nobody confirms that it is of the patient.',
    }),
    scanner: Type.Array(Type.String({ minLength: 1 }), {
      takes: 'a program and its arguments, as a list',
      default: [],
      description:
        'Virus scanner for what is handed in or imported: a command that gets the file on standard input and answers by its exit code, 0 for clean and 1 for found, as `clamdscan,--no-summary,-` does. Any other answer, or none, keeps the file in quarantine. Without it nothing is scanned.',
    }),
    clamd: Type.Optional(
      Type.String({
        pattern: '^(?:/.+|(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+):[0-9]{1,5})$',
        takes: 'host:port, or the path of a socket',
        description:
          'Virus scanner that speaks the protocol of clamd (INSTREAM) at this address, such as `/run/clamav/clamd.ctl`. It comes before `uploads.scanner`. Its `StreamMaxLength` has to be as large as the files.',
      }),
    ),
    scanImports: Type.Boolean({
      default: true,
      description:
        'Whether files that are imported on the page Import pass the virus scanner, too, where there is one. Nothing is taken while it does not answer.',
    }),
    scannerSeconds: seconds(300, 'Seconds that the scanner has for one file.'),
  }),
  messages: Type.Object({
    gatherMinutes: Type.Integer({
      minimum: 1,
      maximum: 1440,
      default: 10,
      description:
        'Minutes for which news for a person are gathered before they are mailed, and between two such mails to one person. An access in an emergency is mailed at once, unless the last mail was sooner.',
    }),
    outboxDir: Type.Optional(
      filePath(
        'For development: folder that mail and text messages are written to where `mail.host` or `sms.url` is not set. They hold links and codes that let in whoever reads them.',
      ),
    ),
  }),
  audit: Type.Object({
    syslog: Type.Object({
      host: Type.Optional(
        Type.String({
          minLength: 1,
          description:
            'Audit repository that gets the trail as DICOM audit messages (PS3.15 §A.5) over TLS syslog (RFC 5425). Without it nothing is forwarded.',
        }),
      ),
      port: Type.Integer({ minimum: 1, maximum: 65535, default: 6514, description: 'Port of the audit repository.' }),
      caFile: Type.Optional(
        filePath(
          'Authorities that the repository’s certificate is checked against, PEM. Default: those of the system.',
        ),
      ),
      certFile: Type.Optional(filePath('Certificate of this node for repositories that ask for one, PEM.')),
      keyFile: Type.Optional(filePath('Private key of that certificate, PEM.')),
      sourceId: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 128,
          description: 'What this node is called in audit messages (AuditSourceID). Default: the name of the machine.',
        }),
      ),
    }),
  }),
  alerts: Type.Object({
    mailTo: Type.Array(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$' }), {
      takes: 'a list of e-mail addresses',
      default: [],
      description: 'Who gets alerts by mail.',
    }),
    webhookUrl: Type.Optional(
      Type.String({
        pattern: '^https?://[^\\s]+$',
        takes: 'an address that begins with https:// or http://',
        description: 'Where alerts are posted to as JSON, signed. Redirects are not followed.',
      }),
    ),
    webhookSecret: Type.Optional(
      Type.String({
        minLength: 16,
        secret: true,
        description: 'Key of the signature, `X-Isocenter-Signature: sha256=…` (HMAC). Without it nothing is posted.',
      }),
    ),
    webhookAllowPrivate: Type.Boolean({
      default: false,
      description: 'Whether `alerts.webhookUrl` may lead into private and local networks.',
    }),
    silentAfterHours: Type.Integer({
      minimum: 0,
      maximum: 8760,
      default: 0,
      description:
        'Hours without an object after which a source that sent on five of the last fourteen days counts as silent. 0: never.',
    }),
  }),
  storage: Type.Object({
    trashDays: Type.Integer({
      minimum: 0,
      maximum: 3650,
      default: 30,
      description: 'Days that deleted studies wait in the trash before they are purged.',
    }),
    maxBytes: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 0,
      description: 'Bytes that objects may take on the disk; more are refused. 0: as many as the disk has.',
    }),
    reserveBytes: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 536_870_912,
      description:
        'Bytes of the disk that objects leave free, for deletions, keys and the database; at most 5 % of the disk count.',
    }),
    warnPercent: Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 85,
      description: 'High watermark: a share of what objects may take, from which on there is a warning.',
    }),
    keys: Type.Object({
      kms: Type.Object({
        url: Type.Optional(
          Type.String({
            pattern: '^https?://[^?#@\\s]+$',
            takes: 'an address such as https://vault.example:8200/v1/transit',
            description:
              'Address of a key service that wraps the master key, as the transit engine of HashiCorp Vault does. Without it the master key is a file.',
          }),
        ),
        keyName: Type.String({
          pattern: '^[A-Za-z0-9_.-]{1,100}$',
          takes: 'letters, digits and _.-',
          default: 'isocenter',
          description: 'Name of the key in the service.',
        }),
        token: Type.Optional(
          Type.String({
            minLength: 1,
            secret: true,
            description: 'Token for the service, with the right to encrypt and decrypt.',
          }),
        ),
        leaseSeconds: Type.Integer({
          minimum: 1,
          maximum: 86_400,
          default: 300,
          description:
            'Seconds without an answer of the service after which nothing is stored, and read only under keys that were used lately.',
        }),
      }),
    }),
    s3: Type.Object({
      bucket: Type.Optional(
        Type.String({
          pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
          takes: 'the name of a bucket',
          description:
            'Bucket that complete segments and large objects move to, encrypted as they are. Without it they stay on the disk.',
        }),
      ),
      endpoint: Type.Optional(
        Type.String({
          pattern: '^https?://[^/?#@\\s]+/?$',
          takes: 'an address such as https://s3.example',
          description: 'Address of the store. Default: that of Amazon S3 in `storage.s3.region`.',
        }),
      ),
      region: Type.String({
        pattern: '^[a-z0-9-]{1,40}$',
        takes: 'the name of a region',
        default: 'us-east-1',
        description: 'Region of the bucket; stores of other makers mostly take any.',
      }),
      prefix: Type.String({
        pattern: "^([A-Za-z0-9!_.*'()-]+/?)*$",
        takes: 'parts of letters, digits and -_.!*() with / between them',
        maxLength: 200,
        default: '',
        description: 'What the keys of everything stored begin with; several nodes may share a bucket without it.',
      }),
      accessKeyId: Type.Optional(
        Type.String({
          minLength: 1,
          secret: true,
          description:
            'Access key. Default: what the environment, the profile or the role of the machine gives (AWS credential chain).',
        }),
      ),
      secretAccessKey: Type.Optional(
        Type.String({ minLength: 1, secret: true, description: 'Secret of `storage.s3.accessKeyId`.' }),
      ),
      forcePathStyle: Type.Boolean({
        default: false,
        description: 'Whether the bucket is part of the path and not of the host name, as many other stores want it.',
      }),
      cacheBytes: Type.Integer({
        minimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 53_687_091_200,
        description: 'Bytes of moved files that stay on the disk as well, newest first.',
      }),
      cacheDays: Type.Integer({
        minimum: 0,
        maximum: 3650,
        default: 0,
        description: 'Days after which moved files leave the disk, whatever `storage.s3.cacheBytes` says. 0: never.',
      }),
    }),
  }),
  backup: Type.Object({
    keyDays: Type.Integer({
      minimum: 2,
      maximum: 3650,
      default: 30,
      description: 'Days after which the key of a backup is destroyed: nobody can read its tables from then on.',
    }),
  }),
  log: Type.Object({
    level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')], {
      default: 'info',
      description: 'Least severe log line that is written.',
    }),
  }),
  roles: Type.Array(Type.Union([Type.Literal('gateway')]), {
    default: ['gateway'],
    minItems: 1,
    description: 'What this process does.',
  }),
});

export type Config = Static<typeof ConfigSchema>;

/** One key of the table above. */
export type Setting = {
  /** `['http', 'tls', 'certFile']` */
  readonly path: readonly string[];
  readonly schema: TSchema;
  readonly notes: SettingNotes;
};

/** Lists all keys in the order of the table. */
export function listSettings(): readonly Setting[] {
  return settingsOf(ConfigSchema, []);
}

/** Returns the name in documentation and messages, `http.tls.certFile`. */
export function settingName(path: readonly string[]): string {
  return path.join('.');
}

/** Returns the name in the environment, `ISOCENTER__HTTP__TLS__CERT_FILE`. */
export function environmentName(path: readonly string[]): string {
  return ['ISOCENTER', ...path.map((part) => part.replace(/[A-Z]/g, '_$&').toUpperCase())].join('__');
}

function settingsOf(section: TObject, above: readonly string[]): readonly Setting[] {
  return Object.entries(section.properties).flatMap(([name, schema]) => {
    const path = [...above, name];
    if (Type.IsObject(schema)) return settingsOf(schema, path);
    // Every leaf above carries its notes; a test holds that.
    return [{ path, schema, notes: schema as unknown as SettingNotes }];
  });
}

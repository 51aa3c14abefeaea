/** What stands around names of persons: titles, credentials, labels, verbs that persons are the objects of. */

export const titles = new Set(
  `dr drs doctor doc prof professor mr mrs ms miss mx sir madam dame herr frau hr fr sr sra srta dra dott dottssa mme mlle monsieur madame m nurse sister pa-c radiologist resident fellow technologist sonographer dhr mevr mw senor senora signor signora doktor docteur doctora pani pan`.split(
    ' ',
  ),
);

/** After a name they say that it is one, with a comma or without. */
export const credentials = new Set(
  `md mbbs mbchb bmbs frcr frcp frcs facr facc facs dabr phd frcpc rdms rvt arrt cnmt rn crnp dnp aprn mph dnb drph jr sr`.split(
    ' ',
  ),
);

/** Credentials that are abbreviations of much else: only after a comma. */
export const ambiguousCredentials = new Set(`do pa np rt ms ba bs cnp crna fnp bsc msc esq ii iii iv`.split(' '));

export const particles = new Set(
  `de del della dela delos las los la le du des di da do dos das van von vom zu zur der den ter ten het t la y e al el ul abu abd bin ben ibn bint st saint mac mc o d l san santa dal dalla af av`.split(
    ' ',
  ),
);

/** Words for relatives; the capital word that follows is a name. */
export const relatives = new Set(
  `wife husband son daughter mother father brother sister spouse partner parent grandmother grandfather grandson granddaughter aunt uncle niece nephew guardian caregiver named`.split(
    ' ',
  ),
);

/** What is done to or by persons rather than organs: `Hope was informed`. */
export const personVerbs = new Set(
  `informed notified paged called told stated states says said denies denied complains complained presents presented reports reported agreed acknowledged confirmed understands understood verbalized requested requests returned underwent consented works lives recommends recommended interpreted dictated reviewed wrote arrived fell tolerated asked refuses refused accompanied`.split(
    ' ',
  ),
);

/** Verbs after which, with or without a preposition, comes the person who was told. */
export const tellingVerbs = new Set(
  `discussed notified informed paged called spoke spoken speaking relayed conveyed communicated telephoned phoned contacted texted emailed faxed told reviewed consulted signed dictated transcribed read interpreted reported verified approved performed entered supervised scanned ordered requested referred electronically`.split(
    ' ',
  ),
);

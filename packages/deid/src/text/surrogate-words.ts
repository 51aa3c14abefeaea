/** Words that surrogates are made of: invented, or so usual that they name nobody. */

/** Surnames are a stem with an ending. */
export const surrogateStems =
  'Aber Ash Bar Bel Brin Burn Cald Carr Cawd Dal Dun Eas Elm Fair Farn Gars Gress Hallo Hart Ilm Ingle Jes Kel Kirk Lang Low March Mel Nether Nor Oak Orm Pem Pen Quar Red Ryd Sel Stan Tarr Thorn Ulver Up Van Ver Wex Whit Yar Zell'.split(
    ' ',
  );

export const surrogateEndings =
  'bury by combe dale den field ford garth grave ham holt hurst ington leigh low mere more rick shaw stow thwaite ton trell wick wold worth'.split(
    ' ',
  );

export const surrogateFirstNames =
  'Alex Avery Blair Cameron Casey Dana Devon Drew Eden Ellis Emery Finley Frankie Gale Harper Hayden Jamie Jesse Jordan Jules Kendall Kerry Lane Leslie Logan Marion Morgan Noel Parker Quinn Reese Riley Robin Rowan Sage Sasha Shannon Sidney Skyler Taylor Terry Tracy'.split(
    ' ',
  );

export const surrogatePlaces =
  'Northfield Eastbrook Westhaven Southmere Clearwood Stonebridge Lakemont Rivergate Highmoor Greenvale Fairhaven Oakridge Ashdale Millbrook Brookhaven Cedarholm'.split(
    ' ',
  );

export const surrogateStreets = ['Example Street', 'Sample Road', 'Placeholder Avenue', 'Model Lane', 'Specimen Way'];

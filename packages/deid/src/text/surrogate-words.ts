/** Words that surrogates are made of: invented, or so usual that they name nobody. */

export const surrogateSurnames =
  'Abernon Barlowe Carrick Dunmore Eastham Fairlow Garstang Hallowell Ilminster Jesmond Kelbrook Langport Marchwood Netherby Ormsby Penwick Quarrington Redmayne Selwick Thornbury Ulverton Vantrell Wexcombe Yarnold Zellwood Ashcott Brindley Colwick Drayford Elmstead Farnham Gressing Hartwick Ingleton Kirkham Lowther Melford Norbury Oakham Pembury Rydal Stanwick Tarrant Upwell Verwood Whitmore Ambleby Burnsall Cawdrey Dalwood'.split(
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

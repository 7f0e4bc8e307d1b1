"""What the columns of a table are called, in the languages in which spreadsheets come."""

from partnering.search.rules import fold

_NAMES = {
    "starts_on": (
        "starts on|start|start date|starts|first day|from|begin|begins|date|day"
        "|başlangıç|başlangıç tarihi|ilk gün|tarih"
        "|beginn|anfang|von|ab|startdatum|erster tag|datum"
        "|début|date de début|premier jour|du|date"
        "|inicio|fecha de inicio|fecha inicio|primer día|desde|fecha"
        "|inizio|data inizio|data di inizio|primo giorno|dal|da|data"
        "|początek|data rozpoczęcia|pierwszy dzień|od"
        "|început|data începerii|prima zi|de la"
        "|início|data de início|primeiro dia|de"
        "|έναρξη|από|ημερομηνία έναρξης|πρώτη ημέρα"
        "|začátek|začiatok|první den|prvý deň|početak|prvi dan|pradžia|начало|початок"
    ),
    "ends_on": (
        "ends on|end|end date|ends|last day|to|until"
        "|bitiş|bitiş tarihi|son gün"
        "|ende|bis|enddatum|letzter tag"
        "|fin|date de fin|dernier jour|au"
        "|fecha de fin|fecha fin|último día|hasta"
        "|fine|data fine|data di fine|ultimo giorno|al|a"
        "|koniec|data zakończenia|ostatni dzień|do"
        "|sfârșit|data încheierii|ultima zi|până la"
        "|fim|data de fim|último dia|até"
        "|λήξη|έως|ημερομηνία λήξης|τελευταία ημέρα"
        "|konec|poslední den|posledný deň|kraj|zadnji dan|pabaiga|конец|кінець|край"
    ),
    "name": (
        "name|holiday|title|summary|description"
        "|ad|adı|tatil|tatilin adı|ferien|bezeichnung|nom|vacances|nombre|vacaciones|nome|vacanza"
        "|nazwa|ferie|nume|vacanța|férias|όνομα|ονομασία|název|názov|naziv|pavadinimas|название|назва"
    ),
    "region": (
        "region|state|province|zone|area|bölge|il|bundesland|région|académie|région académique"
        "|región|comunidad autónoma|provincia|regione|województwo|regiune|județ|região"
        "|περιφέρεια|okres|regija|regionas|регион|регіон"
    ),
    "country": (
        "country|country code|country iso code|ülke|ülke kodu|pays|país|paese|țara|χώρα"
        "|země|krajina|država|šalis|страна|країна"
    ),
    "land": "land",
    "type": "type",
    "subdivisions": "subdivisions|subdivision",
    "groups": "groups|group",
    "id": "id|uid",
    "code": "code",
    "iso_code": "isocode|iso code",
    "short_name": "shortname|short name",
}


def _key(text: str) -> str:
    return fold(text.replace("_", " ").replace("-", " ")).replace(" ", "")


_COLUMNS: dict[str, str] = {}
for _column, _list in _NAMES.items():
    for _name in _list.split("|"):
        _COLUMNS.setdefault(_key(_name), _column)


def columns_of(header: list[str]) -> dict[str, int]:
    """Which column holds what; of two with the same meaning the first."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        column = _COLUMNS.get(_key(name))
        if column is not None:
            found.setdefault(column, place)
    return found

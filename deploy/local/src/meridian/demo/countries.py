"""Where the demo's teachers come from: weights, names, towns, languages and zones of 25 countries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Country:
    code: str
    weight: int
    language: str
    zone: str
    names: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """First and last names that go together: those of women, then those of men."""
    towns: tuple[tuple[str, str], ...]
    """A town, and the region whose school calendar holds there ("" for one calendar for all)."""
    school: str
    """A school's name; {} stands for the town."""


def _country(
    code: str,
    weight: int,
    language: str,
    zone: str,
    first: str,
    last: str,
    towns: str,
    school: str,
) -> Country:
    """First names are those of women, "|", those of men; a last name may have a form for each,
    "hers/his"."""
    pairs = [town.split("/") for town in towns.split()]
    forms = [name.split("/") for name in last.split()]
    return Country(
        code,
        weight,
        language,
        zone,
        tuple(
            (tuple(given.split()), tuple(form[side % len(form)] for form in forms))
            for side, given in enumerate(first.split("|"))
        ),
        tuple((pair[0].replace("_", " "), pair[1] if len(pair) > 1 else "") for pair in pairs),
        school,
    )


COUNTRIES: tuple[Country, ...] = (
    _country(
        "TR", 25, "tr", "Europe/Istanbul",
        "Ayşe Elif Zeynep Fatma İrem Şule Gülşen | Mehmet Emre Ozan Çağrı Yusuf",
        "Yılmaz Kaya Demir Şahin Çelik Öztürk Aydın Işık Doğan Kılıç",
        "İzmir Ankara Bursa Eskişehir Trabzon Şanlıurfa Antalya Kayseri",
        "{} Atatürk Ortaokulu",
    ),
    _country(
        "IT", 10, "it", "Europe/Rome",
        "Giulia Francesca Chiara Elena Silvia | Marco Luca Paolo",
        "Rossi Ferrari Bianchi Romano Gallo D'Amico Conti Ricci",
        "Bologna/Emilia-Romagna Torino/Piemonte Lecce/Puglia Palermo/Sicilia",
        "Istituto Comprensivo {}",
    ),
    _country(
        "ES", 10, "es", "Europe/Madrid",
        "Lucía Carmen Marta Ana Nuria | Pablo Javier Íñigo",
        "García Martínez López Núñez Sánchez Peña Romero Vidal",
        "Sevilla/Andalucía Valencia/Valencia Oviedo/Asturias Zaragoza/Aragón",
        "CEIP Miguel Hernández, {}",
    ),
    _country(
        "PL", 8, "pl", "Europe/Warsaw",
        "Agnieszka Katarzyna Magdalena Małgorzata | Tomasz Łukasz Paweł",
        "Nowak Wójcik Kowalska/Kowalski Zielińska/Zieliński Lewandowska/Lewandowski Dąbrowska/Dąbrowski",
        "Kraków Łódź Gdańsk Lublin",
        "Szkoła Podstawowa nr 7, {}",
    ),
    _country(
        "FR", 7, "fr", "Europe/Paris",
        "Camille Hélène Sophie Aurélie | Benoît Loïc",
        "Dubois Lefèvre Moreau Girard Fournier Mercier",
        "Lyon/A Lille/B Toulouse/C",
        "Collège Jules-Ferry, {}",
    ),
    _country(
        "RO", 6, "ro", "Europe/Bucharest",
        "Ioana Andreea Mihaela | Ștefan Radu",
        "Popescu Ionescu Dumitrescu Stănescu Țăranu",
        "Iași Cluj-Napoca Timișoara",
        "Școala Gimnazială nr. 12, {}",
    ),
    _country(
        "GR", 6, "el", "Europe/Athens",
        "Eleni Katerina Sofia Dimitra | Nikos Giorgos",
        "Papadopoulou/Papadopoulos Nikolaou Georgiou Ioannidou/Ioannidis Alexiou",
        "Thessaloniki Patras Heraklion",
        "2nd Primary School of {}",
    ),
    _country(
        "PT", 4, "pt", "Europe/Lisbon",
        "Inês Beatriz Margarida | João",
        "Silva Santos Gonçalves Ferreira",
        "Porto Coimbra Évora",
        "Agrupamento de Escolas de {}",
    ),
    _country(
        "DE", 3, "de", "Europe/Berlin",
        "Katrin Anja | Jürgen Stefan",
        "Müller Schröder Groß Weiß",
        "Leipzig/Sachsen Köln/Nordrhein-Westfalen Freiburg/Baden-Württemberg",
        "Gesamtschule {}",
    ),
    _country(
        "HR", 3, "hr", "Europe/Zagreb",
        "Ivana Marija | Domagoj",
        "Horvat Babić Šimić Đurić",
        "Zagreb Split Osijek",
        "Osnovna škola {}",
    ),
    _country(
        "BG", 2, "bg", "Europe/Sofia",
        "Maria Desislava | Georgi",
        "Ivanova/Ivanov Petrova/Petrov Dimitrova/Dimitrov",
        "Plovdiv Varna",
        "SU Vasil Levski, {}",
    ),
    _country(
        "CZ", 2, "cs", "Europe/Prague",
        "Lenka Tereza | Jiří",
        "Nováková/Novák Dvořáková/Dvořák Černá/Černý",
        "Brno Olomouc",
        "Základní škola {}",
    ),
    _country(
        "LT", 2, "lt", "Europe/Vilnius",
        "Rasa Jolanta | Mindaugas",
        "Kazlauskienė/Kazlauskas Petrauskienė/Petrauskas Žukauskaitė/Žukauskas",
        "Kaunas Klaipėda",
        "{} progimnazija",
    ),
    _country(
        "SK", 2, "sk", "Europe/Bratislava",
        "Zuzana Monika | Peter",
        "Kováčová/Kováč Horváthová/Horváth Ďurišová/Ďuriš",
        "Košice Žilina",
        "Základná škola {}",
    ),
    _country(
        "UA", 2, "uk", "Europe/Kyiv",
        "Olena Iryna | Taras",
        "Shevchenko Kovalenko Bondarenko",
        "Lviv Chernivtsi",
        "Lyceum No. 4, {}",
    ),
    _country(
        "RS", 2, "sr", "Europe/Belgrade",
        "Jelena Milica | Nikola",
        "Jovanović Petrović Đorđević",
        "Novi_Sad Niš",
        "OŠ Desanka Maksimović, {}",
    ),
    _country(
        "GE", 2, "ka", "Asia/Tbilisi",
        "Nino Tamar | Giorgi",
        "Beridze Kapanadze Lomidze",
        "Kutaisi Batumi",
        "Public School No. 3, {}",
    ),
    _country(
        "AM", 1, "hy", "Asia/Yerevan",
        "Anahit Ani", "Harutyunyan Sargsyan", "Gyumri Yerevan", "School No. 10, {}",
    ),
    _country(
        "AZ", 1, "az", "Asia/Baku",
        "Aygün Leyla", "Məmmədova Əliyeva", "Gəncə Baku", "School No. 23, {}",
    ),
    _country(
        "MK", 1, "mk", "Europe/Skopje",
        "Biljana Elena", "Stojanovska/Stojanovski Trajkovska/Trajkovski", "Bitola Skopje", "OOU Goce Delčev, {}",
    ),
    _country(
        "AL", 1, "sq", "Europe/Tirane",
        "Mirela | Arben", "Hoxha Shehu", "Shkodër Tirana", "Shkolla 9-vjeçare {}",
    ),
    _country(
        "NL", 1, "nl", "Europe/Amsterdam",
        "Sanne | Joost", "Jansen Bakker", "Utrecht Groningen", "OBS De Regenboog, {}",
    ),
    _country(
        "HU", 1, "hu", "Europe/Budapest",
        "Eszter | Zoltán", "Szabó Kovács", "Szeged Pécs", "{}i Általános Iskola",
    ),
    _country(
        "NG", 1, "en", "Africa/Lagos",
        "Ngozi | Adebayo", "Okafor Adeyemi", "Ibadan Enugu", "Unity Secondary School, {}",
    ),
    _country(
        "US", 1, "en", "America/New_York",
        "Megan | Luis", "Carter Rivera", "Rochester Buffalo", "{} Middle School",
    ),
)  # fmt: skip

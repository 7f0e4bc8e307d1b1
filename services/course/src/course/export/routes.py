"""HTTP of the copy of one's own data."""

from course.export.held import HELD
from shared.http.personal_data import export_routes

routes = export_routes(HELD)

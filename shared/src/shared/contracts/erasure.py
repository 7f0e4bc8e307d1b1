"""Every service answers an erasure with the same fact under its own name."""

from uuid import UUID

from shared.contracts.event import Event


class PartneringErasureCompleted(
    Event, type="partnering.erasure.completed.v1", aggregate="person_id"
):
    person_id: UUID
    erasure_id: UUID


class CourseErasureCompleted(Event, type="course.erasure.completed.v1", aggregate="person_id"):
    person_id: UUID
    erasure_id: UUID


class ProjectsErasureCompleted(Event, type="projects.erasure.completed.v1", aggregate="person_id"):
    person_id: UUID
    erasure_id: UUID


class NotificationsErasureCompleted(
    Event, type="notifications.erasure.completed.v1", aggregate="person_id"
):
    person_id: UUID
    erasure_id: UUID

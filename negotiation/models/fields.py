"""The field that holds the step of a contract: only a transition writes it."""

from django_fsm import FSMField, FSMFieldDescriptor


class StepDescriptor(FSMFieldDescriptor):
    """Refuse to write another step than the one held, except while the instance is reloaded.

    django-fsm's own `protected` lifts the guard on the field, which every thread shares, during `refresh_from_db`,
    and makes `full_clean()` fail; this one keeps the guard on the instance and lets an equal value pass.
    """

    def __set__(self, instance, value):
        held = instance.__dict__.get(self.field.name, value)
        if held != value and not instance.__dict__.get("_reloading"):
            raise AttributeError(f"{self.field.name} changes by a transition only")
        self.field.set_state(instance, value)


class StepField(FSMField):
    """An `FSMField` guarded per instance."""

    descriptor_class = StepDescriptor


class ReloadsSteps:
    """Mixin for models with a `StepField`: lets `refresh_from_db` write what it reads."""

    def refresh_from_db(self, *args, **kwargs):
        self.__dict__["_reloading"] = True
        try:
            super().refresh_from_db(*args, **kwargs)
        finally:
            self.__dict__.pop("_reloading", None)

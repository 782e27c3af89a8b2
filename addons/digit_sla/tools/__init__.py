from . import business_hours

from odoo import api, models


class DigitCached(models.AbstractModel):
    """Records that seldom change, so that what is made of them is kept in a cache.

    Each change empties the registry's caches, on every worker.
    """

    _name = "digit.cached"
    _description = "Kept in a Cache"

    # what is kept depends on these; None: on all
    _cached_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._cached_fields is None or self._cached_fields & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
